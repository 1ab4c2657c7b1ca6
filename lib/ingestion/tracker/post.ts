import { addressOf, options } from "./options";

/**
 * Posts text, so that the browser sends it without asking the server first. After `failures` without cookies: a server
 * that does not know the page as its own answers so that the browser hides it.
 */
export const post = (path: string, body: string, failures?: number): Promise<Response> =>
  fetch(addressOf(path), {
    method: "POST",
    body,
    // Browsers let 64 KiB outlive a page and refuse what is longer, in whatever alphabet.
    keepalive: body.length < 20_000,
    credentials: options.cookie && !failures ? "include" : "omit",
  });
