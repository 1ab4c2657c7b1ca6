import {
  ChartBarDecreasing,
  ChartSpline,
  HeartPulse,
  type LucideIcon,
  Plug,
  SlidersHorizontal,
  Target,
} from "lucide-react";

type Page = { segment: string; label: string; icon: LucideIcon };

/** The pages of a project in the order people need them; what is set up once comes last. */
export const navigation: readonly { title: string | null; pages: readonly Page[] }[] = [
  {
    title: null,
    pages: [
      { segment: "overview", label: "Overview", icon: ChartSpline },
      { segment: "funnels", label: "Funnels", icon: ChartBarDecreasing },
    ],
  },
  {
    title: "Configure",
    pages: [
      { segment: "goals", label: "Goals", icon: Target },
      { segment: "data", label: "Data health", icon: HeartPulse },
      { segment: "setup", label: "Set-up", icon: Plug },
      { segment: "settings", label: "Settings", icon: SlidersHorizontal },
    ],
  },
];
