import "server-only";
import { unstable_rethrow } from "next/navigation";
import type { z } from "zod";
import { isAppError } from "@/lib/errors";
import { parseInput } from "@/lib/parse-input";
import type { ActionResult } from "./action-result";
import { authorizeProject, type ProjectAccess, type ProjectSlugs } from "./authorize";
import type { Role } from "./roles";

/**
 * Declares a server action on a project: who may, what comes in, then one verb. Authorises, parses, and turns errors
 * into words; an unknown error is logged and shown as nothing in particular.
 */
export const scopedAction =
  <S extends z.ZodType, T>(
    { role, input }: { role: Role; input: S },
    run: (access: ProjectAccess, input: z.output<S>) => Promise<T>,
  ) =>
  async (slugs: ProjectSlugs, raw: unknown): Promise<ActionResult<T>> => {
    try {
      const access = await authorizeProject(slugs, role);
      return { ok: true, data: await run(access, parseInput(input, raw)) };
    } catch (error) {
      unstable_rethrow(error);
      if (isAppError(error)) {
        const { code, message, path } = error;
        return { ok: false, error: { code, message, path } };
      }
      console.error("Action failed:", error instanceof Error ? (error.cause ?? error) : error);
      return {
        ok: false,
        error: { code: "unavailable", message: "That did not work. Nothing was changed; please try again." },
      };
    }
  };
