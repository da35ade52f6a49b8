;; Guile: what (web client) shows of a response, and what (web request) shows of a request to a server.
(use-modules (ice-9 match) (ice-9 textual-ports) (json) (web client) (web request) (web response))

(define (text value) (if (symbol? value) (symbol->string value) value))

(define (param found)
  (match found
    ((name . value) `(("name" . ,(text name)) ("value" . ,(text value))))
    (name `(("name" . ,(text name)) ("value" . "")))))

(define (challenge found)
  (match found
    ((scheme . (? string? token68)) `(("scheme" . ,(text scheme)) ("token68" . ,token68) ("params" . #())))
    ((scheme . params)
     `(("scheme" . ,(text scheme)) ("token68" . null) ("params" . ,(list->vector (map param params)))))))

(define (show value)
  (display (scm->json-string value #:unicode #t))
  (newline)
  (force-output))

;; What is thrown while a head is read is how Guile refuses it; anything else is a fault.
(define (seen read)
  (catch #t
    read
    (lambda (key . rest)
      (if (memq key '(bad-header bad-header-component)) 'null `(("fault" . ,(format #f "~s" (cons key rest))))))))

(define (client url count)
  (show '(("token68" . #f)))
  (let loop ((number 0))
    (when (< number count)
      (show (seen (lambda ()
                    (let ((response (http-get (string-append url "/" (number->string number)))))
                      (list->vector (map challenge (or (response-www-authenticate response) '())))))))
      (loop (+ number 1)))))

(define (server)
  (let ((listener (socket PF_INET SOCK_STREAM 0)))
    (bind listener AF_INET INADDR_LOOPBACK 0)
    (listen listener 8)
    (show `(("port" . ,(sockaddr:port (getsockname listener)))))
    (let loop ((connection (car (accept listener))))
      (let* ((found (seen (lambda () (vector (challenge (request-authorization (read-request connection)))))))
             (answer (scm->json-string found #:unicode #t)))
        (set-port-encoding! connection "UTF-8")
        (display (string-append "HTTP/1.1 200 OK\r\nContent-Length: " (number->string (string-utf8-length answer)) "\r\n\r\n")
                 connection)
        (display answer connection)
        (force-output connection)
        ;; A head that was refused has been read in part only; what is left of it would reset the connection.
        (shutdown connection 1)
        (get-string-all connection)
        (close-port connection))
      (loop (car (accept listener))))))

(set-port-encoding! (current-output-port) "UTF-8")
(if (equal? (getenv "USERS_OPERATION") "credentials")
    (server)
    (client (getenv "USERS_URL") (string->number (getenv "USERS_COUNT"))))
