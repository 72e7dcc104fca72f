// Shows the contract. A file of its own, since the page's policy lets no script run that stands within it.
const place = document.getElementById("documentation");
SwaggerUIBundle({
  url: place.dataset.contract,
  domNode: place,
  presets: [SwaggerUIBundle.presets.apis],
  layout: "BaseLayout",
  deepLinking: true,
  // All of it at once takes a browser many seconds.
  docExpansion: "none",
  defaultModelsExpandDepth: 0,
  filter: true,
  tryItOutEnabled: true,
  validatorUrl: null,
});
