import { funnelDefinition, type SavedFunnel } from "@/lib/funnels/definition";
import { changeFunnel, createFunnel, deleteFunnel, listFunnels } from "@/lib/funnels/store";
import type { Managed } from "@/lib/http/managed";

export const funnels: Managed<SavedFunnel> = {
  what: "funnel",
  path: "/api/v1/funnels",
  definition: funnelDefinition,
  list: listFunnels,
  create: createFunnel,
  change: changeFunnel,
  remove: deleteFunnel,
};
