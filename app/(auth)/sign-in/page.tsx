import type { Metadata } from "next";
import Link from "next/link";
import { redirect } from "next/navigation";
import { returnPath } from "@/components/auth/return-path";
import { SignInForm } from "@/components/auth/sign-in-form";
import { currentUser } from "@/lib/auth/authorize";
import { findUserByEmail } from "@/lib/auth/users-store";
import { demoLogin } from "@/lib/demo/ensure-demo-project";
import { env } from "@/lib/env";

export const metadata: Metadata = { title: "Sign in" };

const SignInPage = async ({ searchParams }: { searchParams: Promise<{ to?: string | string[] }> }) => {
  const { to } = await searchParams;
  const destination = returnPath(typeof to === "string" ? to : undefined);
  if (await currentUser()) redirect(destination);
  const demo = env.demo && (await findUserByEmail(demoLogin.email)) ? demoLogin : null;
  return (
    <>
      <SignInForm destination={destination} demo={demo} />
      <p className="mt-6 text-center text-muted">
        New here?{" "}
        <Link href="/sign-up" className="font-medium text-ink underline underline-offset-3">
          Create an account
        </Link>
      </p>
    </>
  );
};

export default SignInPage;
