import { getOrchestratorConfiguration } from "../../functions/getOrchestratorConfiguration.ts";
import { configuration } from "../../resources/orchestrator/configuration.ts";
import { invokeFunction, resourceClass } from "../program.ts";

export const getConfiguration = invokeFunction(getOrchestratorConfiguration);

export class Configuration extends resourceClass(configuration) {}
