import { oncePerProcess } from "@/lib/once-per-process";

declare const minted: unique symbol;

/** Proof that access to an organisation was decided. Made only by the doors that call `mintOrgScope`. */
export type OrgScope = { readonly orgId: string; readonly [minted]: "org" };

/** Proof that access to a project was decided; the tenant of all facts. */
export type ProjectScope = {
  readonly orgId: string;
  readonly projectId: string;
  readonly [minted]: "project";
};

export type Scope = OrgScope | ProjectScope;

const scopes = () => oncePerProcess("minted scopes", () => new WeakSet<object>());

const mint = <T extends Scope>(fields: object): T => {
  const scope = Object.freeze({ ...fields }) as T;
  scopes().add(scope);
  return scope;
};

/** Only for the doors: a signed-in membership, a key, the command line, a worker. A test lists its callers. */
export const mintOrgScope = (orgId: string): OrgScope => mint({ orgId });

/** Only for the doors, like `mintOrgScope`. */
export const mintProjectScope = (orgId: string, projectId: string): ProjectScope =>
  mint({ orgId, projectId });

/** Throws unless the value came out of a door: an object that merely looks like a scope opens nothing. */
export const assertMinted = (scope: Scope): void => {
  if (!scopes().has(scope)) throw new Error("This scope was not minted by a door.");
};
