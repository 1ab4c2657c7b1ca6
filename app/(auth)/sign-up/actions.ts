"use server";

import type { ActionResult } from "@/lib/auth/action-result";
import { signUpInput } from "@/lib/auth/definition";
import { signUp } from "@/lib/auth/sign-up";
import { isAppError } from "@/lib/errors";
import { parseInput } from "@/lib/parse-input";

/** Makes the account. Open to everyone, so it is not a scoped action. */
export const createAccount = async (
  input: unknown,
): Promise<ActionResult<{ org: string; project: string }>> => {
  try {
    return { ok: true, data: await signUp(parseInput(signUpInput, input)) };
  } catch (error) {
    if (isAppError(error)) {
      const { code, message, path } = error;
      return { ok: false, error: { code, message, path } };
    }
    console.error("Sign-up failed:", error instanceof Error ? (error.cause ?? error) : error);
    return {
      ok: false,
      error: { code: "unavailable", message: "The account could not be made just now. Please try again." },
    };
  }
};
