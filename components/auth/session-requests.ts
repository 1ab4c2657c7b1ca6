/** A form post to the sign-in endpoints, with the token that proves it comes from our own page. */
const post = async (path: string, fields: Record<string, string>): Promise<Response> => {
  const { csrfToken } = (await (await fetch("/api/auth/csrf")).json()) as { csrfToken: string };
  return await fetch(path, {
    method: "POST",
    headers: { "content-type": "application/x-www-form-urlencoded" },
    body: new URLSearchParams({ ...fields, csrfToken, json: "true" }),
  });
};

/** Sets the session cookie; the answer is what to tell the person when it did not work. */
export const signIn = async (credentials: { email: string; password: string }): Promise<string | null> => {
  const failed = "Signing in did not work just now. Please try again in a moment.";
  try {
    const answer = await post("/api/auth/callback/credentials", credentials);
    if (answer.ok) return null;
    if (answer.status === 401) return "The e-mail address or the password is not right.";
    if (answer.status === 429) return "Too many attempts. Please wait a few minutes and try again.";
    return failed;
  } catch {
    return failed;
  }
};

/** Ends the session and loads the sign-in page afresh, so that nothing of the account stays in memory. */
export const signOut = async (): Promise<void> => {
  await post("/api/auth/signout", {});
  window.location.assign("/sign-in");
};
