import { addressOf, options } from "./options";

/** Posts text, so that the browser sends it without asking the server first. */
export const post = (path: string, body: string): Promise<Response> =>
  fetch(addressOf(path), {
    method: "POST",
    body,
    // Browsers let 64 KiB outlive a page and refuse what is longer, in whatever alphabet.
    keepalive: body.length < 20_000,
    credentials: options.cookie ? "include" : "omit",
  });
