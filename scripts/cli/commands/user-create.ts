import { z } from "zod";
import { newUser } from "@/lib/auth/definition";
import { roles } from "@/lib/auth/roles";
import { addMember, createUser } from "@/lib/auth/users-store";
import { AppError } from "@/lib/errors";
import { parseInput } from "@/lib/parse-input";
import { findOrganisation } from "@/lib/tenancy/organisations-store";
import { defineCommand } from "../command";
import { withDatabase } from "../with-database";

const newMember = newUser.extend({
  org: z.string(),
  role: z.enum(roles, `The role is one of: ${roles.join(", ")}.`),
});

export const userCreate = defineCommand({
  name: "user create",
  about: "Creates an account that can sign in, as a member of an organisation.",
  options: {
    email: { value: "E-MAIL", about: "What they sign in with.", required: true },
    password: { value: "PASSWORD", about: "At least 8 characters.", required: true },
    org: { value: "NAME", about: "The organisation, which exists already.", required: true },
    role: { value: "ROLE", about: `One of ${roles.join(", ")}.`, required: true },
    name: { value: "NAME", about: "How they are called." },
  },
  run: async ({ options }) => {
    const wanted = parseInput(newMember, options);
    return await withDatabase(async () => {
      const org = await findOrganisation(wanted.org);
      if (!org)
        throw new AppError(
          "not_found",
          `There is no organisation ${JSON.stringify(wanted.org)}. Create it with its first project: project create --org … --project …`,
          "org",
        );
      const { userId } = await createUser(wanted);
      await addMember(org.scope, { userId, role: wanted.role });
      return {
        json: { userId, orgId: org.orgId, email: wanted.email, role: wanted.role },
        text: `Created ${wanted.email}, ${wanted.role} of ${wanted.org}.`,
      };
    });
  },
});
