import type { Metadata } from "next";
import Link from "next/link";
import { redirect } from "next/navigation";
import { SignUpForm } from "@/components/auth/sign-up-form";
import { currentUser } from "@/lib/auth/authorize";

export const metadata: Metadata = { title: "Create an account" };

const SignUpPage = async () => {
  if (await currentUser()) redirect("/");
  return (
    <>
      <SignUpForm />
      <p className="mt-6 text-center text-muted">
        Have an account?{" "}
        <Link href="/sign-in" className="font-medium text-ink underline underline-offset-3">
          Sign in
        </Link>
      </p>
    </>
  );
};

export default SignUpPage;
