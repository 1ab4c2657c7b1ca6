/** Pages are not told their address, so the server hands it to them. */
export const askedAddressHeader = "x-asked-address";
