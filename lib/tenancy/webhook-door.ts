import { mintProjectScope, type ProjectScope } from "@/db/scope";
import { findWebhookSecretsToVerify } from "@/db/unscoped";
import { clock } from "@/lib/clock";
import { oncePerProcess } from "@/lib/once-per-process";

export type SignedAccess = { scope: ProjectScope; secretId: string };
type Secrets = { orgId: string; secrets: readonly { secretId: string; secret: string }[] };

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const rememberedMs = 10_000;
const mostRemembered = 10_000;
const cache = () =>
  oncePerProcess("webhook secrets", () => new Map<string, { found: Secrets | null; until: number }>());

const secretsOf = async (projectId: string): Promise<Secrets | null> => {
  const known = cache().get(projectId);
  if (known && known.until > clock.now()) return known.found;
  const rows = await findWebhookSecretsToVerify(projectId, "shopify");
  const [first] = rows;
  const found = first ? { orgId: first.orgId, secrets: rows } : null;
  if (cache().size >= mostRemembered) cache().clear();
  cache().set(projectId, { found, until: clock.now() + rememberedMs });
  return found;
};

/**
 * The door for systems that sign what they send: `signedBy` is given the project's secrets and answers the index of the
 * one that signed, or -1. `null` when none did, or the project has none.
 */
export const accessOfSignature = async (
  projectId: string,
  signedBy: (secrets: readonly string[]) => number,
): Promise<SignedAccess | null> => {
  const id = projectId.toLowerCase();
  const found = uuid.test(id) ? await secretsOf(id) : null;
  const signer = found?.secrets[signedBy(found.secrets.map(({ secret }) => secret))];
  return found && signer ? { scope: mintProjectScope(found.orgId, id), secretId: signer.secretId } : null;
};
