/**
 * Lists in the address stay readable, `a~b~c`: only what would be taken for a separator is written as %xx. A lone
 * asterisk is a wildcard there, so it is written so too.
 */
export const escapeValue = (text: string): string =>
  text === "*"
    ? "%2A"
    : text.replace(/[%,~]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);

/** The value that `escapeValue` wrote; a % that it cannot have written stands for itself. */
export const unescapeValue = (text: string): string =>
  text.replace(/%(25|2C|7E|2A)/gi, (code) => decodeURIComponent(code));

/** The entries of a list, still escaped; empty ones are left out. */
export const splitUrlList = (text: string, separator: "~" | "," = "~"): string[] =>
  text.split(separator).filter((entry) => entry !== "");
