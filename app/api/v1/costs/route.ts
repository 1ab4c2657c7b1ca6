import { serveCosts } from "@/lib/http/serve-costs";

export const { GET, POST, PUT, PATCH, DELETE } = serveCosts;
