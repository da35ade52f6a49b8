;; Guile's (web response) and (web request): read-response and read-request, which read the head of a message, and
;; response-www-authenticate and request-authorization, which show the first line of the field. Each line is parsed for itself.
(add-to-load-path (dirname (current-filename)))
(use-modules (ice-9 match) (protocol) (web request) (web response))

(define operation (match (command-line) ((_ operation) operation) (_ "challenges")))

(define (read-head operation lines)
  (if (equal? operation "challenges")
      (response-www-authenticate (read-response (message "HTTP/1.1 401 Unauthorized" "WWW-Authenticate" lines)))
      (request-authorization (read-request (message "GET / HTTP/1.1" "Authorization" lines)))))

(define (read-field operation lines)
  (catch #t
    (lambda () (read-head operation lines))
    (lambda (key . rest)
      ;; What the manual says that reading a head throws.
      (if (memq key '(bad-header bad-header-component)) (reject (cons key rest)) (apply throw key rest)))))

;; The type of credentials has a string in place of the parameters for Basic only.
(define shown
  (match-lambda
    ((scheme . (? string? token68)) (challenge scheme '() token68))
    ((scheme . params) (challenge scheme params))))

(serve
 `(("name" . ,(if (equal? operation "challenges") "Guile (WWW-Authenticate)" "Guile (Authorization)"))
   ("version" . ,(version)) ("homepage" . "https://www.gnu.org/software/guile/")
   ("issues" . "https://debbugs.gnu.org/cgi/pkgreport.cgi?package=guile") ("license" . "LGPL-3.0-or-later"))
 (list operation)
 `(("scheme_case" . "lower") ,@(if (equal? operation "challenges") '(("token68" . #f)) '())
   ("lines" . "first") ("octets" . "latin1") ("input" . "message"))
 (lambda (operation lines)
   (let ((found (read-field operation lines)))
     (cond ((equal? operation "credentials") (shown found))
           ((null? found) (nothing "no challenges" (list (car lines))))
           (else (list->vector (map shown found)))))))
