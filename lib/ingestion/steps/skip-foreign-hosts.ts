import type { Step } from "../draft";

export const isWithin = (host: string, domain: string): boolean =>
  host === domain || host.endsWith(`.${domain}`);

/** Leaves out pages that are not the site's own: copies of it, previews, and whoever borrowed the public key. */
export const skipForeignHosts: Step = ({ host }, { source, settings }) => {
  if (source !== "write" || host === null || settings.domains.length === 0) return;
  const name = host.replace(/:\d+$/, "");
  for (const domain of settings.domains) if (isWithin(name, domain)) return;
  return { ignored: "host_not_allowed" };
};
