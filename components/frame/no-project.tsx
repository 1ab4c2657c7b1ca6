"use client";

import { signOut } from "@/components/auth/session-requests";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";

/** For a person who is signed in and a member of nothing. */
export const NoProject = ({ email }: { email: string }) => (
  <main className="grid min-h-dvh place-items-center px-4">
    <EmptyState
      heading="h1"
      title="You have no project yet"
      actions={<Button onClick={() => void signOut()}>Sign out</Button>}
    >
      You are signed in as {email}. Ask an admin of your organisation to add you, or sign up with another
      address to start a project of your own.
    </EmptyState>
  </main>
);
