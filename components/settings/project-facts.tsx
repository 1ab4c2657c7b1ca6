import { formatDuration } from "@/components/charts/format";
import { Panel, PanelHeader } from "@/components/ui/panel";
import type { Project } from "@/lib/tenancy/definition";

/** What was decided when the project was made. */
export const ProjectFacts = ({ project }: { project: Project }) => {
  const facts = [
    { name: "Name", value: project.name },
    { name: "Timezone", value: project.timezone.replaceAll("_", " "), note: "Where its days begin." },
    { name: "Currency", value: project.currency, note: "Taken where an event states none." },
    {
      name: "A visit ends after",
      value: formatDuration(project.sessionGapMs / 1000),
      note: "Without any event.",
    },
    { name: "Project id", value: project.id, note: "For the command line." },
  ];
  return (
    <Panel>
      <PanelHeader title="Project" subtitle="Set when the project was made." />
      <dl className="grid gap-x-6 gap-y-3 px-4 pb-4 sm:grid-cols-2">
        {facts.map(({ name, value, note }) => (
          <div key={name} className="min-w-0">
            <dt className="text-sm text-subtle">{name}</dt>
            <dd className="[overflow-wrap:anywhere]">
              {value}
              {note ? <span className="block text-sm text-subtle">{note}</span> : null}
            </dd>
          </div>
        ))}
      </dl>
    </Panel>
  );
};
