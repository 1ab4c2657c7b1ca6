"use client";

import { Failure } from "@/components/frame/failure";

const RootError = (props: { error: unknown; retry: () => void }) => (
  <main>
    <Failure {...props} />
  </main>
);

export default RootError;
