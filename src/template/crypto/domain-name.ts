import type { GoString } from "../../go/bytes.ts";

/** Labels of visible ASCII, none of them empty. */
const LABELS = /^[\x21-\x2d\x2f-\x7e]+(?:\.[\x21-\x2d\x2f-\x7e]+)*$/;

/** What x509 takes for a host's name (Go: `domainNameValid`); nothing is one, too. */
export function isDomainName(name: GoString): boolean {
  return name === "" || LABELS.test(name);
}

/** The same for a name constraint, which may begin with a dot. */
export function isDomainConstraint(name: GoString): boolean {
  return isDomainName(name) || (name.startsWith(".") && LABELS.test(name.slice(1)));
}

const ATOM = /^(?:\\[^]|[A-Za-z0-9!#$%&'*+\-/=?^_`{|}~.])+/;
/** Nothing but NUL, LF and CR is excluded, plainly written neither a tab. */
const QUOTED = /^"(?:\\[^\0\n\r]|[^\0\t\n\r"\\])*"/;

/** A mail address as x509 reads it in a name constraint (Go: `parseRFC2821Mailbox`). */
export function isMailbox(address: GoString): boolean {
  if (address.startsWith('"')) {
    const quoted = QUOTED.exec(address)?.[0];
    return quoted !== undefined && isMailDomain(address.slice(quoted.length));
  }
  const atom = ATOM.exec(address)?.[0];
  if (atom === undefined) return false;
  const local = atom.replace(/\\([^])/g, "$1");
  const hasMisplacedDot = local.startsWith(".") || local.endsWith(".") || local.includes("..");
  return !hasMisplacedDot && isMailDomain(address.slice(atom.length));
}

/** Behind the `@`; an empty domain is accepted there. */
function isMailDomain(rest: GoString): boolean {
  return rest.startsWith("@") && isDomainName(rest.slice(1));
}
