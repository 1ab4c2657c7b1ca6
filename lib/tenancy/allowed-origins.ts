import { z } from "zod";

const originOf = (text: string): string | null => {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (!url || !/^https?:$/.test(url.protocol)) return null;
  return url.href === `${url.origin}/` ? url.origin : null;
};

const origin = z.string().transform((text, context) => {
  const found = originOf(text.trim());
  if (found !== null) return found;
  const shown = JSON.stringify(text.slice(0, 100));
  context.addIssue({ code: "custom", message: `${shown} is no origin. Write it like https://shop.example.` });
  return z.NEVER;
});

/** The pages that may send with a write key: scheme, host and port, written as browsers send them; none means all. */
export const allowedOrigins = z
  .array(origin)
  .max(50, "A key takes at most 50 origins.")
  .transform((origins) => [...new Set(origins)]);
