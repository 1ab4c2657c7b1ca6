/** The host in an Origin or Host header, lower-case and without its port; null when there is none. */
export const hostOf = (header: string | null): string | null => {
  const match = /^(?:https?:\/\/)?([a-z0-9._-]+)(?::\d+)?$/i.exec(header ?? "");
  return match?.[1]?.toLowerCase() ?? null;
};
