"use server";

import { z } from "zod";
import { scopedAction } from "@/lib/auth/scoped-action";
import { funnelDefinition, funnelKey, savedQuestion } from "@/lib/funnels/definition";
import { changeFunnel, createFunnel, deleteFunnel } from "@/lib/funnels/store";

const ofKey = z.strictObject({ key: funnelKey });
const { name } = funnelDefinition.shape;

export const addFunnel = scopedAction({ role: "admin", input: funnelDefinition }, ({ scope }, funnel) =>
  createFunnel(scope, funnel),
);

/** Whom a saved funnel is about stays as it was stored: the page only changes what it asks. */
export const saveFunnel = scopedAction(
  { role: "admin", input: ofKey.extend({ question: savedQuestion }) },
  ({ scope }, { key, question }) =>
    changeFunnel(scope, {
      key,
      merge: (stored) => {
        const { segment } = stored.question;
        return { ...stored, question: { ...question, ...(segment ? { segment } : {}) } };
      },
    }),
);

export const renameFunnel = scopedAction(
  { role: "admin", input: ofKey.extend({ name }) },
  ({ scope }, { key, name }) => changeFunnel(scope, { key, merge: (stored) => ({ ...stored, name }) }),
);

export const removeFunnel = scopedAction({ role: "admin", input: ofKey }, ({ scope }, { key }) =>
  deleteFunnel(scope, { key }),
);
