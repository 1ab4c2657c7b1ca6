import { fieldLabels, isField } from "@/components/filters/fields";

/** "Device"; a property by its name. */
export const eventFieldLabel = (field: string): string =>
  isField(field) ? fieldLabels[field] : field.replace(/^property\./, "");
