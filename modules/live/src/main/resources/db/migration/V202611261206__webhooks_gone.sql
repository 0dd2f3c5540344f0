-- Nobody looks any more whether a webhook that was removed has something to do.
grant delete on webhook_due to linli_app;
