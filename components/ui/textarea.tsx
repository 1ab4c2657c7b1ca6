import type { ComponentProps } from "react";
import { cn } from "./cn";
import { controlLooks } from "./input";

export const Textarea = ({ className, ...props }: ComponentProps<"textarea">) => (
  <textarea className={cn(controlLooks, "min-h-20 py-1.5", className)} {...props} />
);
