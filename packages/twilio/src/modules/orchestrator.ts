import { resourceClass } from "../program.ts";
import { configuration } from "../resources/orchestrator/configuration.ts";

export class Configuration extends resourceClass(configuration) {}
