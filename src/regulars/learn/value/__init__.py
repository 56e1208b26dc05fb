"""What customers will be worth: purchases by BG/NBD or Pareto/NBD, amounts by Gamma-Gamma."""
