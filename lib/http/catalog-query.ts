import { z } from "zod";
import { formatQuery } from "./answer-format";

/** What the catalogue takes in its address: `properties=false` leaves out what takes long to read. */
export const catalogQuery = formatQuery.extend({
  properties: z
    .enum(["true", "false"], { error: "properties is true or false." })
    .default("true")
    .transform((stated) => stated === "true"),
});
