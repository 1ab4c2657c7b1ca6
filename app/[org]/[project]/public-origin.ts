import { headers } from "next/headers";
import { env } from "@/lib/env";

/** The address people see in their browser, unless the installation names one. */
export const publicOrigin = async (): Promise<string> => {
  if (env.publicUrl) return env.publicUrl.replace(/\/+$/, "");
  const asked = await headers();
  const host = asked.get("x-forwarded-host") ?? asked.get("host") ?? `localhost:${env.port}`;
  return `${asked.get("x-forwarded-proto") ?? "http"}://${host}`;
};
