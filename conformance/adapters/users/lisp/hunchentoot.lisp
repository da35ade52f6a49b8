;;; Hunchentoot: what a handler of its server gets from AUTHORIZATION. The argument is the folder for what is compiled.
(require :asdf)
(declaim (sb-ext:muffle-conditions style-warning))
(asdf:initialize-output-translations
 `(:output-translations (t (,(car (last sb-ext:*posix-argv*)) :**/ :*.*.*)) :ignore-inherited-configuration))
(let ((*standard-output* (make-broadcast-stream)) (*error-output* (make-broadcast-stream)))
  (handler-bind ((warning #'muffle-warning)) (asdf:load-system :hunchentoot)))

(defun text (value)
  (with-output-to-string (text)
    (loop for c across value
          do (if (and (char<= #\Space c #\~) (not (find c "\"\\")))
                 (write-char c text)
                 (format text "\\u~(~4,'0x~)" (char-code c))))))

(defclass shows (hunchentoot:acceptor) ())

(defmethod hunchentoot:acceptor-dispatch-request ((acceptor shows) request)
  (setf (hunchentoot:content-type*) "application/json")
  (handler-case
      (multiple-value-bind (user password) (hunchentoot:authorization request)
        (format nil "~:[null~;[{\"scheme\":\"Basic\",\"token68\":null,\"params\":[{\"name\":\"username\",\"value\":\"~a\"}~a]}]~]"
                user (text (or user ""))
                (if password (format nil ",{\"name\":\"password\",\"value\":\"~a\"}" (text password)) "")))
    (error (why) (format nil "{\"fault\":\"~a\"}" (text (princ-to-string why))))))

(let ((acceptor (make-instance 'shows :address "127.0.0.1" :port 0 :access-log-destination nil :message-log-destination nil)))
  (hunchentoot:start acceptor)
  (format t "{\"port\":~d,\"user_pass\":\"latin-1\"}~%" (hunchentoot:acceptor-port acceptor))
  (finish-output)
  (loop (sleep 1000)))
