import { addressConfiguration } from "../../resources/conversations/addressConfiguration.ts";
import { service } from "../../resources/conversations/service.ts";
import { resourceClass } from "../program.ts";

export class AddressConfiguration extends resourceClass(addressConfiguration) {}
export class Service extends resourceClass(service) {}
