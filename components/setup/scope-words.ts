import type { KeyScope } from "@/lib/tenancy/definition";

/** What a secret key may be allowed to do. */
export const scopeWords = [
  { scope: "ingest", label: "Send events", hint: "Past ones too." },
  { scope: "read", label: "Ask reports", hint: "Every number a dashboard shows." },
  { scope: "admin", label: "Change goals and keys", hint: "Whoever holds it can configure the project." },
  { scope: "privacy", label: "Export and erase people", hint: "Answers requests of visitors." },
] as const satisfies readonly { scope: KeyScope; label: string; hint: string }[];
