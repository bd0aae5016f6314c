const NAME = /^[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?$/;
const LABEL = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;
const SUBDOMAIN = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;

/** Kubernetes: validation.IsQualifiedName, the form of label keys: `[prefix/]name`. */
export function isQualifiedName(key: string): boolean {
  const slash = key.indexOf("/");
  const prefix = slash < 0 ? undefined : key.slice(0, slash);
  const name = key.slice(slash + 1);
  if (prefix !== undefined && !isSubdomain(prefix)) return false;
  return name.length <= 63 && NAME.test(name);
}

/** Kubernetes: validation.IsValidLabelValue. */
export function isLabelValue(value: string): boolean {
  return value === "" || (value.length <= 63 && NAME.test(value));
}

/** Kubernetes: validation.IsDNS1123Label, the form of namespaces' names. */
export function isLabel(name: string): boolean {
  return name.length <= 63 && LABEL.test(name);
}

/** Kubernetes: validation.IsDNS1123Subdomain, the form of most objects' names. */
export function isSubdomain(name: string): boolean {
  return name.length <= 253 && SUBDOMAIN.test(name);
}
