import type { ReactNode } from "react";
import { Wordmark } from "@/components/frame/logo";

const AuthLayout = ({ children }: { children: ReactNode }) => (
  <main className="mx-auto flex min-h-dvh w-full max-w-[26rem] flex-col justify-center px-4 py-10">
    <Wordmark className="mb-6 self-center" />
    {children}
  </main>
);

export default AuthLayout;
