import { LoaderCircle } from "lucide-react";
import { cn } from "./cn";

export const Spinner = ({ label = "Loading", className }: { label?: string; className?: string }) => (
  <span role="status" className="inline-flex">
    <LoaderCircle aria-hidden className={cn("size-4 animate-spin", className)} />
    <span className="sr-only">{label}</span>
  </span>
);
