/** Where the page tells about a reason. */
export const reasonId = (code: string): string => `reason-${code.replaceAll(/[^a-z0-9_]/gi, "-")}`;
