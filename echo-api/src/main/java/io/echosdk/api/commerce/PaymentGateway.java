package io.echosdk.api.commerce;

/** Moves money: a payment provider. Blocking; safe for use from any thread. */
public interface PaymentGateway {

  /**
   * Charges a customer once, however often it is called with the same key.
   *
   * @param idempotencyKey names this charge for ever
   * @param customer the provider's name of the customer
   * @param amount what to charge; positive
   * @return the provider's name of the charge
   * @throws CommerceException if it was refused or its outcome is unknown
   */
  String charge(String idempotencyKey, String customer, Money amount);

  /**
   * Pays a charge back, wholly or in part, once for each key.
   *
   * @param idempotencyKey names this refund for ever
   * @param charge what {@link #charge} returned
   * @param amount what to pay back; positive
   * @throws CommerceException if it was refused or its outcome is unknown
   */
  void refund(String idempotencyKey, String charge, Money amount);
}
