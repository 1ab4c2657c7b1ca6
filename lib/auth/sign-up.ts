import "server-only";
import { AppError } from "@/lib/errors";
import { starterGoals } from "@/lib/goals/starter-goals";
import { saveGoals } from "@/lib/goals/store";
import { createKey } from "@/lib/tenancy/keys-store";
import { createOrganisation, createProject } from "@/lib/tenancy/organisations-store";
import { isTimezone } from "../calendar/is-timezone";
import type { SignUpInput } from "./definition";
import { addMember, createUser } from "./users-store";

/** Makes the account, its organisation and first project with a write key and starter goals; answers their addresses. */
export const signUp = async (input: SignUpInput): Promise<{ org: string; project: string }> => {
  if (!isTimezone(input.timezone))
    throw new AppError(
      "invalid",
      `There is no timezone ${input.timezone}. Write it like Europe/Berlin.`,
      "timezone",
    );
  const { userId } = await createUser(input);
  const org = await createOrganisation({ name: input.organisation });
  await addMember(org.scope, { userId, role: "owner" });
  const project = await createProject(org.scope, {
    name: input.project,
    timezone: input.timezone,
    currency: input.currency,
  });
  await createKey(project.scope, { kind: "write", name: "Website", scopes: ["ingest"] });
  await saveGoals(project.scope, starterGoals);
  return { org: org.slug, project: project.slug };
};
