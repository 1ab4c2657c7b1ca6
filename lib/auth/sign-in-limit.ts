import { secondsToWait } from "@/lib/rate-limit";

/** Ten attempts an account at once, then one every five seconds. */
const limit = { perSecond: 0.2, burst: 10 };

/** Seconds until somebody may try to sign in to the account that the request names; 0 when now, or for other requests. */
export const signInWait = async (request: Request, path: readonly string[]): Promise<number> => {
  if (path.join("/") !== "callback/credentials") return 0;
  const email = (await request.formData()).get("email");
  return secondsToWait(
    "sign-in",
    String(email ?? "")
      .trim()
      .toLowerCase(),
    limit,
  );
};
