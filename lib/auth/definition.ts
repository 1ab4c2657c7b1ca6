import { z } from "zod";

const email = z.email("This is not an e-mail address.").max(254);
const password = z
  .string()
  .min(8, "A password has at least 8 characters.")
  .max(128, "A password has at most 128 characters.");

export const newUser = z.strictObject({ email, password, name: z.string().trim().max(120).optional() });

/** Everything sign-up asks for, on one screen. */
export const signUpInput = z.strictObject({
  email,
  password,
  organisation: z.string().trim().min(1, "Name your organisation.").max(80),
  project: z.string().trim().min(1, "Name your site or app.").max(80),
  timezone: z.string().max(60),
  currency: z.string().regex(/^[A-Z]{3}$/, "A currency is its three-letter code, like EUR."),
});
export type SignUpInput = z.infer<typeof signUpInput>;
