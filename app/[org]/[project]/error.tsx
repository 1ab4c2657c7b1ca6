"use client";

import { Failure } from "@/components/frame/failure";

const ProjectError = (props: { error: unknown; retry: () => void }) => <Failure {...props} />;

export default ProjectError;
