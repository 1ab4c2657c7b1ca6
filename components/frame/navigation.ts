import {
  ChartBarDecreasing,
  ChartSpline,
  GitCompareArrows,
  HeartPulse,
  Lightbulb,
  type LucideIcon,
  Megaphone,
  Plug,
  Route,
  SlidersHorizontal,
  Target,
  UsersRound,
  Waypoints,
} from "lucide-react";

/** `short` stands where there is room for one word. */
type Page = { segment: string; label: string; short?: string; icon: LucideIcon };

/** The pages of a project in the order people need them; what is set up once comes last. */
export const navigation: readonly { title: string | null; pages: readonly Page[] }[] = [
  {
    title: null,
    pages: [
      { segment: "overview", label: "Overview", icon: ChartSpline },
      { segment: "funnels", label: "Funnels", icon: ChartBarDecreasing },
      { segment: "insights", label: "Insights", icon: Lightbulb },
      { segment: "compare", label: "Compare", icon: GitCompareArrows },
      { segment: "matrix", label: "Micro → macro", short: "Matrix", icon: Waypoints },
      { segment: "journeys", label: "Journeys", icon: Route },
      { segment: "attribution", label: "Attribution", icon: Megaphone },
    ],
  },
  {
    title: "Configure",
    pages: [
      { segment: "goals", label: "Goals", icon: Target },
      { segment: "segments", label: "Segments", icon: UsersRound },
      { segment: "data", label: "Data health", icon: HeartPulse },
      { segment: "setup", label: "Set-up", icon: Plug },
      { segment: "settings", label: "Settings", icon: SlidersHorizontal },
    ],
  },
];
