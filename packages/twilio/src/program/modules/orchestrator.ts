import { configuration } from "../../resources/orchestrator/configuration.ts";
import { resourceClass } from "../program.ts";

export class Configuration extends resourceClass(configuration) {}
