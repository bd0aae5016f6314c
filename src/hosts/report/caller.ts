/** For whom a run was made, as far as its host knows; members that are not known are absent. */
export interface Caller {
  readonly application?: string;
  readonly project?: string;
  readonly revision?: string;
}

/**
 * The caller as Argo CD's repo-server names it to a plugin. Only a host that such a server starts may believe these
 * variables: in any other process they are anybody's.
 */
export function argocdCaller(environment: Readonly<Record<string, string | undefined>>): Caller {
  const {
    ARGOCD_APP_NAME: application,
    ARGOCD_APP_PROJECT_NAME: project,
    ARGOCD_APP_REVISION: revision,
  } = environment;
  return {
    ...(isSet(application) ? { application } : {}),
    ...(isSet(project) ? { project } : {}),
    ...(isSet(revision) ? { revision } : {}),
  };
}

function isSet(text: string | undefined): text is string {
  return text !== undefined && text !== "";
}
