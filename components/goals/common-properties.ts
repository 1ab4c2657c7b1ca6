/** Property names of the e-commerce specification that rules most often look at, as suggestions while typing. */
export const commonProperties = [
  "property.revenue",
  "property.order_id",
  "property.currency",
  "property.value",
  "property.price",
  "property.quantity",
  "property.product_id",
  "property.category",
  "property.brand",
  "property.coupon",
  "property.plan",
  "property.payment_method",
];
