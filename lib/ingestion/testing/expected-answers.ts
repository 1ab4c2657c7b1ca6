import { expect } from "vitest";

/** The answer to one event that was stored. */
export const stored = { success: true, status: 1, accepted: 1, duplicates: 0, ignored: 0, rejected: [] };

/** The answer to a request of which nothing was stored, with words for a person. */
export const failed = (code: string, path?: string) => ({
  error: { code, message: expect.stringMatching(/^[A-Z].{10,160}\.$/), ...(path ? { path } : {}) },
});
