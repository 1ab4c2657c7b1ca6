import NextAuth from "next-auth";
import { authOptions } from "@/lib/auth/auth-options";
import { signInWait } from "@/lib/auth/sign-in-limit";

const handler = NextAuth(authOptions);

type Context = { params: Promise<{ nextauth: string[] }> };

/** Guessing is slowed down here, since next-auth could answer it only with "wrong password". */
const POST = async (request: Request, context: Context): Promise<Response> => {
  const wait = await signInWait(request.clone(), (await context.params).nextauth);
  if (wait > 0)
    return Response.json(
      { error: { code: "limited", message: `Too many attempts. Try again in ${wait} s.` } },
      { status: 429, headers: { "retry-after": String(wait) } },
    );
  return await handler(request, context);
};

export { handler as GET, POST };
